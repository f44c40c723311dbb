const MOST = 8, LEAST_ROWS = 9, MOST_ROWS = 24;
const WORD = /[A-Za-z_][A-Za-z0-9_]*$/;
const AFTER_TABLE = /\b(?:from|join)\s+$/i;
const OWNER = /([A-Za-z_][A-Za-z0-9_]*)\.$/;

function made(name, kind, parent) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  parent.append(element);
  return element;
}

function build(parent) {
  const holder = made("div", "editor", parent);
  const label = made("label", "", holder);
  const frame = made("div", "", holder);
  frame.style.position = "relative";
  const box = made("textarea", "", frame);
  const list = made("div", "list", frame);
  const foot = made("div", "foot", holder);
  const run = made("button", "run", foot);
  const hint = made("span", "hint", foot);
  const status = made("span", "status", holder);
  box.id = "query";
  label.htmlFor = "query";
  list.id = "suggestions";
  list.hidden = true;
  hint.id = "hint";
  run.type = "button";
  Object.assign(box, { spellcheck: false, autocapitalize: "off", rows: LEAST_ROWS });
  for (const [name, value] of Object.entries({ autocomplete: "off", autocorrect: "off", "aria-autocomplete": "list",
    "aria-controls": "suggestions", "aria-describedby": "hint", wrap: "soft" })) box.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  status.setAttribute("role", "status");
  return { holder, label, frame, box, list, run, hint, status, revision: null, found: [], active: -1 };
}

// What may stand where the caret is: tables after FROM, columns of a table after its point, all names elsewhere.
function candidates(before, text, data) {
  const column = (table) => (data.tables[table] ?? []).map((name) => ({ name, origin: table }));
  const owner = before.match(OWNER);
  if (owner && data.tables[owner[1]]) return column(owner[1]);
  const tables = Object.keys(data.tables).map((name) => ({ name, origin: data.says.table }));
  if (AFTER_TABLE.test(before)) return tables;
  const read = Object.keys(data.tables).filter((name) => text.includes(name));
  const words = data.words.map((name) => ({ name, origin: "" }));
  return [...read.flatMap(column), ...words, ...tables, ...Object.keys(data.tables).flatMap(column)];
}

// No suggestions inside quotes or a comment, where every word is somebody's own.
function isPlain(before) {
  const left = before.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*\n|\/\*[^]*?\*\//g, "");
  return !/['"]|--|\/\*/.test(left);
}

function suggestions(box, data) {
  const before = box.value.slice(0, box.selectionStart);
  if (box.selectionStart !== box.selectionEnd || !isPlain(before)) return [];
  const word = before.match(WORD)?.[0] ?? "";
  const rest = before.slice(0, before.length - word.length);
  if (word.length < 2 && !OWNER.test(rest) && !(word && AFTER_TABLE.test(rest))) return [];
  const start = word.toLowerCase(), names = new Set(), found = [];
  for (const one of candidates(rest, box.value, data)) {
    if (one.name.toLowerCase() === start) return [];
    if (!one.name.toLowerCase().startsWith(start) || names.has(one.name)) continue;
    names.add(one.name);
    if (found.length < MOST) found.push({ ...one, from: rest.length });
  }
  return found;
}

// The list stands under the word that is typed: a copy of the text up to there tells where that is.
function place(parts) {
  const { frame, box, list, found } = parts;
  const mirror = made("div", "mirror", frame), mark = document.createElement("span");
  mirror.textContent = box.value.slice(0, found[0].from);
  mark.textContent = ".";
  mirror.append(mark);
  const top = mark.offsetTop + mark.offsetHeight - box.scrollTop;
  const left = Math.min(mark.offsetLeft, frame.clientWidth - list.offsetWidth);
  mirror.remove();
  list.style.top = `${Math.max(0, Math.min(top, box.offsetHeight))}px`;
  list.style.left = `${Math.max(0, left)}px`;
}

function activate(parts, place_) {
  parts.active = place_;
  [...parts.list.children].forEach((one, number) => one.setAttribute("aria-selected", String(number === place_)));
  if (place_ < 0) parts.box.removeAttribute("aria-activedescendant");
  else parts.box.setAttribute("aria-activedescendant", `option-${place_}`);
}

function close(parts) {
  parts.list.hidden = true;
  parts.found = [];
  parts.list.replaceChildren();
  parts.status.textContent = "";
  activate(parts, -1);
}

function choose(parts, number) {
  const { name, from } = parts.found[number], { box } = parts;
  box.setRangeText(name, from, box.selectionStart, "end");
  close(parts);
  box.focus();
}

function suggest(parts, data) {
  close(parts);
  parts.found = suggestions(parts.box, data);
  if (!parts.found.length) return;
  parts.found.forEach((one, number) => {
    const option = made("div", "option", parts.list);
    option.id = `option-${number}`;
    option.setAttribute("role", "option");
    made("span", "name", option).textContent = one.name;
    made("span", "origin", option).textContent = one.origin;
    // Not a click: the box would lose its focus before it.
    option.onmousedown = (event) => { event.preventDefault(); choose(parts, number); };
  });
  parts.list.hidden = false;
  parts.status.textContent = `${parts.found.length} ${data.says.found}`;
  activate(parts, 0);
  place(parts);
}

function pressed(event, parts, run) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    close(parts);
    run();
  } else if (!parts.list.hidden) {
    const steps = { ArrowDown: 1, ArrowUp: -1 }, many = parts.found.length;
    if (event.key in steps) activate(parts, (parts.active + steps[event.key] + many) % many);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) choose(parts, parts.active);
    else if (event.key === "Escape") close(parts);
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End", "Tab"].includes(event.key)) close(parts);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

const known = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!known.has(parentElement)) known.set(parentElement, build(parentElement));
  const parts = known.get(parentElement), { box, label, list, hint } = parts;
  const run = () => setTriggerValue("run", box.value);
  label.textContent = data.says.label;
  hint.textContent = data.says.hint;
  box.placeholder = data.example;
  parts.run.textContent = data.says.run;
  list.setAttribute("aria-label", data.says.list);
  // Only a query that was put there replaces what the reader is typing.
  if (data.revision !== parts.revision) {
    box.value = data.text;
    parts.revision = data.revision;
    box.rows = LEAST_ROWS;
    while (box.rows < MOST_ROWS && box.scrollHeight > box.clientHeight) box.rows += 1;
    close(parts);
  }
  box.oninput = () => suggest(parts, data);
  box.onkeydown = (event) => pressed(event, parts, run);
  box.onblur = () => close(parts);
  parts.run.onclick = run;
}
