drop function geodata_guard_rows(regclass, text) cascade;
drop function geodata_next_set() cascade;
drop function geodata_row_ends_once() cascade;
drop function geodata_rows_join_a_new_set() cascade;
drop function geodata_refuse() cascade;
drop function geodata_set_opened_here(text, bigint) cascade;
