/* +++
title = "Kolommen van Vektis en hun zorgsoort"
title_en = "Vektis columns and their care type"
description = "Which care type each cost column of the open Vektis files counts in; columns were renamed and split over the years."
grain = ["cost_column"]

[columns]
cost_column = { type = "VARCHAR", description = "Column of the open file, in full and in small letters." }
care_type = { type = "VARCHAR", description = "Care type code." }
+++ */

select
    mapping.cost_column,
    mapping.care_type
from (
    values
    ('kosten_medisch_specialistische_zorg', 'hospital'),
    ('kosten_farmacie', 'pharmacy'),
    ('kosten_tweedelijns_ggz', 'mental_health'),
    ('kosten_specialistische_ggz', 'mental_health'),
    ('kosten_generalistische_basis_ggz', 'mental_health'),
    ('kosten_eerstelijns_psychologische_zorg', 'mental_health'),
    ('kosten_langdurige_ggz', 'mental_health'),
    ('kosten_innovatiegelden_ggz', 'mental_health'),
    ('kosten_consulten_ggz', 'mental_health'),
    ('kosten_intramuraal_verblijf_ggz', 'mental_health'),
    ('kosten_overige_prestaties_ggz', 'mental_health'),
    ('kosten_huisarts_consult', 'gp_consult'),
    ('kosten_huisarts_inschrijftarief', 'gp_other'),
    ('kosten_huisarts_mdz', 'gp_other'),
    ('kosten_huisarts_overig', 'gp_other'),
    ('kosten_hulpmiddelen', 'aids'),
    ('kosten_mondzorg', 'dental'),
    ('kosten_paramedische_zorg_fysiotherapie', 'physiotherapy'),
    ('kosten_ziekenvervoer_zittend', 'transport'),
    ('kosten_ziekenvervoer_liggend', 'transport'),
    ('kosten_kraamzorg', 'maternity'),
    ('kosten_verloskundige_zorg', 'maternity'),
    ('kosten_integrale_geboortezorg', 'maternity'),
    ('kosten_geriatrische_revalidatiezorg', 'geriatric_rehabilitation'),
    ('kosten_verpleging_en_verzorging', 'district_nursing'),
    ('kosten_paramedische_zorg_overig', 'other'),
    ('kosten_grensoverschrijdende_zorg', 'other'),
    ('kosten_eerstelijns_ondersteuning', 'other'),
    ('kosten_eerstelijnsverblijf', 'other'),
    ('kosten_gzsp', 'other'),
    ('kosten_overig', 'other')
) as mapping (cost_column, care_type)
