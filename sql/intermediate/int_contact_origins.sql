/* +++
title = "Waar een eerste contact vandaan kwam"
title_en = "Where a first contact came from"
description = "Every first hospital contact: after a referral, or why there is none; contacts without a referral stay in sight."
grain = ["contact_number"]
is_stored = false

[columns]
contact_number = { type = "BIGINT", description = "First contact." }
source = { type = "VARCHAR", description = "Deliverer." }
path_number = { type = "BIGINT", description = "Care path; null for a specialism that is not in the table.", nullable = true }
contact_date = { type = "DATE", description = "Day of opening." }
gm_code = { type = "VARCHAR", description = "Municipality of residence." }
link_class = { type = "VARCHAR", description = "A or B for a contact after a referral.", nullable = true }
origin = { type = "VARCHAR", description = "referral, self_referral, emergency, internal, other_region (sent by a GP whose referral was not delivered), no_path, or shared_key." }
+++ */

select
    int_first_contacts.contact_number,
    int_first_contacts.source,
    int_first_contacts.path_number,
    int_first_contacts.contact_date,
    int_first_contacts.gm_code,
    int_referral_links.link_class,
    case
        when int_first_contacts.is_shared_key then 'shared_key'
        when int_referral_links.contact_number is not null then 'referral'
        when int_first_contacts.referrer_type = 'self' then 'self_referral'
        when int_first_contacts.referrer_type = 'emergency' then 'emergency'
        when int_first_contacts.referrer_type = 'specialist' then 'internal'
        when int_first_contacts.path_number is null then 'no_path'
        else 'other_region'
    end as origin
from int_first_contacts
left join int_referral_links
    on int_first_contacts.contact_number = int_referral_links.contact_number
