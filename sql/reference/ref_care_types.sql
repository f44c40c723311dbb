/* +++
title = "Zorgsoorten"
title_en = "Care types"
description = "Names, countable nouns and unit of each care type."
grain = ["care_type"]

[columns]
care_type = { type = "VARCHAR", description = "Care type code." }
name = { type = "VARCHAR", description = "Dutch name." }
name_en = { type = "VARCHAR", description = "English name." }
noun_one = { type = "VARCHAR", description = "Dutch noun for one." }
noun_many = { type = "VARCHAR", description = "Dutch noun for more." }
noun_one_en = { type = "VARCHAR", description = "English noun for one." }
noun_many_en = { type = "VARCHAR", description = "English noun for more." }
unit = { type = "VARCHAR", description = "count, or eur_per_insured_year." }
sort_order = { type = "BIGINT", description = "Place in lists: the order of the table.", minimum = 1 }
+++ */

with

-- Steps of the chain are care types too: named after the step and the care path.
steps as (

    select
        'referral' as step,
        'Verwijzingen' as step_name,
        'Referrals' as step_name_en,
        'verwijzing' as noun_one,
        'verwijzingen' as noun_many,
        'referral' as noun_one_en,
        'referrals' as noun_many_en,
        1000 as place

    union all

    select
        'visit' as step,
        'Eerste contacten' as step_name,
        'First contacts' as step_name_en,
        'eerste contact' as noun_one,
        'eerste contacten' as noun_many,
        'first contact' as noun_one_en,
        'first contacts' as noun_many_en,
        2000 as place

    union all

    select
        'treatment' as step,
        'Behandelingen' as step_name,
        'Treatments' as step_name_en,
        'behandeling' as noun_one,
        'behandelingen' as noun_many,
        'treatment' as noun_one_en,
        'treatments' as noun_many_en,
        3000 as place

),

paths as (

    select
        path_number,
        care_path,
        name,
        name_en
    from ref_care_paths

    union all

    select
        0 as path_number,
        'other' as care_path,
        'Overige specialismen' as name,
        'Other specialisms' as name_en

)

select
    care_type,
    name,
    name_en,
    noun_one,
    noun_many,
    noun_one_en,
    noun_many_en,
    unit,
    line_number as sort_order
from raw_care_types

union all

-- An indicator is a care type of its own: what it counts is expected, compared and shown like any other.
select
    care_type,
    name,
    name_en,
    noun_one,
    noun_many,
    noun_one_en,
    noun_many_en,
    'count' as unit,
    place as sort_order
from raw_indicators
where error is null

union all

select
    concat(steps.step, '_', paths.care_path) as care_type,
    concat(steps.step_name, ', ', lower(paths.name)) as name,
    concat(steps.step_name_en, ', ', lower(paths.name_en)) as name_en,
    steps.noun_one,
    steps.noun_many,
    steps.noun_one_en,
    steps.noun_many_en,
    'count' as unit,
    steps.place + paths.path_number as sort_order
from steps
cross join paths
