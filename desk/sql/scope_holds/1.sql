-- Whether a scope of moderation and its code fit: the country, one of its regions (two digits), an
-- actor's or a programme's code.
create function scope_holds(scope text, code text) returns boolean
language sql immutable parallel safe as $$
    select case scope
        when 'country' then code = 'MA'
        when 'region' then code ~ '^(0[1-9]|1[0-2])$'
        when 'network' then code_is_valid(code)
        when 'programme' then code_is_valid(code)
        else false
    end
$$;
