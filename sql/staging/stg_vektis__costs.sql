/* +++
title = "Vektis: kosten"
title_en = "Vektis: costs"
description = "Reimbursed costs by year, sex, age class, municipality and care type; cells that are absent from the files are absent here."
grain = ["calendar_year", "sex", "age_class", "name_key", "care_type"]

[columns]
source = { type = "VARCHAR", description = "Source of the delivery." }
calendar_year = { type = "BIGINT", description = "Year of the file; not the year of its municipal boundaries." }
sex = { type = "VARCHAR", description = "M or V; null in the rest row.", nullable = true }
age_class = { type = "VARCHAR", description = "Five-year age class; null in the rest row.", nullable = true }
name_key = { type = "VARCHAR", description = "Municipality in capitals; null in the rest row.", nullable = true }
care_type = { type = "VARCHAR", description = "Care type code." }
cost_eur = { type = "DECIMAL(18,2)", description = "Reimbursed euros, current prices; negative after corrections." }
+++ */

with

cells as (

    select
        extract_source as source,
        file_year as calendar_year,
        geslacht as sex,
        leeftijdsklasse as age_class,
        gemeentenaam as name_key,
        unnest([
            { 'cost_column': 'kosten_medisch_specialistische_zorg', 'cost': kosten_medisch_specialistische_zorg },
            { 'cost_column': 'kosten_farmacie', 'cost': kosten_farmacie },
            { 'cost_column': 'kosten_tweedelijns_ggz', 'cost': kosten_tweedelijns_ggz },
            { 'cost_column': 'kosten_specialistische_ggz', 'cost': kosten_specialistische_ggz },
            { 'cost_column': 'kosten_generalistische_basis_ggz', 'cost': kosten_generalistische_basis_ggz },
            { 'cost_column': 'kosten_eerstelijns_psychologische_zorg', 'cost': kosten_eerstelijns_psychologische_zorg },
            { 'cost_column': 'kosten_langdurige_ggz', 'cost': kosten_langdurige_ggz },
            { 'cost_column': 'kosten_innovatiegelden_ggz', 'cost': kosten_innovatiegelden_ggz },
            { 'cost_column': 'kosten_consulten_ggz', 'cost': kosten_consulten_ggz },
            { 'cost_column': 'kosten_intramuraal_verblijf_ggz', 'cost': kosten_intramuraal_verblijf_ggz },
            { 'cost_column': 'kosten_overige_prestaties_ggz', 'cost': kosten_overige_prestaties_ggz },
            { 'cost_column': 'kosten_huisarts_inschrijftarief', 'cost': kosten_huisarts_inschrijftarief },
            { 'cost_column': 'kosten_huisarts_consult', 'cost': kosten_huisarts_consult },
            { 'cost_column': 'kosten_huisarts_mdz', 'cost': kosten_huisarts_mdz },
            { 'cost_column': 'kosten_huisarts_overig', 'cost': kosten_huisarts_overig },
            { 'cost_column': 'kosten_hulpmiddelen', 'cost': kosten_hulpmiddelen },
            { 'cost_column': 'kosten_mondzorg', 'cost': kosten_mondzorg },
            { 'cost_column': 'kosten_paramedische_zorg_fysiotherapie', 'cost': kosten_paramedische_zorg_fysiotherapie },
            { 'cost_column': 'kosten_paramedische_zorg_overig', 'cost': kosten_paramedische_zorg_overig },
            { 'cost_column': 'kosten_ziekenvervoer_zittend', 'cost': kosten_ziekenvervoer_zittend },
            { 'cost_column': 'kosten_ziekenvervoer_liggend', 'cost': kosten_ziekenvervoer_liggend },
            { 'cost_column': 'kosten_kraamzorg', 'cost': kosten_kraamzorg },
            { 'cost_column': 'kosten_verloskundige_zorg', 'cost': kosten_verloskundige_zorg },
            { 'cost_column': 'kosten_integrale_geboortezorg', 'cost': kosten_integrale_geboortezorg },
            { 'cost_column': 'kosten_grensoverschrijdende_zorg', 'cost': kosten_grensoverschrijdende_zorg },
            { 'cost_column': 'kosten_eerstelijns_ondersteuning', 'cost': kosten_eerstelijns_ondersteuning },
            { 'cost_column': 'kosten_geriatrische_revalidatiezorg', 'cost': kosten_geriatrische_revalidatiezorg },
            { 'cost_column': 'kosten_eerstelijnsverblijf', 'cost': kosten_eerstelijnsverblijf },
            { 'cost_column': 'kosten_verpleging_en_verzorging', 'cost': kosten_verpleging_en_verzorging },
            { 'cost_column': 'kosten_gzsp', 'cost': kosten_gzsp },
            { 'cost_column': 'kosten_overig', 'cost': kosten_overig }
        ]) as cell
    from raw_vektis_open

)

select
    cells.source,
    cells.calendar_year,
    cells.sex,
    cells.age_class,
    cells.name_key,
    ref_vektis_columns.care_type,
    cast(sum(cells.cell.cost) as decimal(18, 2)) as cost_eur
from cells
inner join ref_vektis_columns
    on cells.cell.cost_column = ref_vektis_columns.cost_column
where cells.cell.cost is not null
group by all
