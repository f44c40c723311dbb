/* The care type of a step of the chain on a care path; contacts with the GP have no path. */

create or replace macro chain_care_type(step, care_path) as
case
    when step = 'contacts' then 'chain_contacts'
    else concat(step, '_', coalesce(care_path, 'other'))
end
