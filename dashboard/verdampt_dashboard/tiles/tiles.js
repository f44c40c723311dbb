const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 120, HEIGHT = 44;

function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function curve(points, low, high) {
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  if (points.length < 2) return svg;
  const x = (place) => (place * WIDTH) / (points.length - 1);
  const y = (ratio) => HEIGHT - ((ratio - low) / (high - low)) * HEIGHT;
  const under = points.map((ratio, place) => `${x(place).toFixed(1)},${y(Math.min(ratio, 1)).toFixed(1)}`);
  svg.append(draw("polygon", {
    points: [`0,${y(1)}`, ...under, `${WIDTH},${y(1)}`].join(" "), fill: "#B4501E", "fill-opacity": 0.45 }));
  svg.append(draw("line", { x1: 0, x2: WIDTH, y1: y(1), y2: y(1), stroke: "#7A7A7A", "stroke-dasharray": "2 2",
    "stroke-width": 1, "vector-effect": "non-scaling-stroke" }));
  svg.append(draw("polyline", {
    points: points.map((ratio, place) => `${x(place).toFixed(1)},${y(ratio).toFixed(1)}`).join(" "),
    fill: "none", stroke: "#14557B", "stroke-width": 1.6, "vector-effect": "non-scaling-stroke" }));
  return svg;
}

function tile(region, data, pick) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tile";
  button.dataset.code = region.code;
  button.setAttribute("aria-pressed", String(region.code === data.chosen));
  button.setAttribute("aria-label", region.label);
  if (region.column !== null) {
    button.style.gridColumn = region.column + 1;
    button.style.gridRow = region.row + 1;
  }
  const head = document.createElement("span");
  head.className = "head";
  for (const [kind, text] of [["name", region.name], [`value ${region.tone}`, region.value]]) {
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = text;
    head.append(part);
  }
  button.append(head);
  if (!data.small) button.append(curve(region.points, data.low, data.high));
  button.onclick = () => pick(region.code);
  return button;
}

function walk(event, buttons) {
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const here = buttons.indexOf(event.target);
  if (here < 0 || !(event.key in steps)) return;
  event.preventDefault();
  buttons[(here + steps[event.key] + buttons.length) % buttons.length].focus();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const holder = parentElement.querySelector(".tiles") ?? parentElement.appendChild(document.createElement("div"));
  const focused = parentElement.querySelector(".tile:focus")?.dataset.code;
  holder.className = `tiles${data.placed ? "" : " flow"}${data.small ? " small" : ""}`;
  holder.setAttribute("role", "group");
  holder.setAttribute("aria-label", data.label);
  const buttons = data.regions.map((region) => tile(region, data, (code) => setTriggerValue("picked", code)));
  holder.replaceChildren(...buttons);
  holder.onkeydown = (event) => walk(event, buttons);
  buttons.find((button) => button.dataset.code === focused)?.focus();
}
