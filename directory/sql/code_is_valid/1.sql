-- Whether a text is a code as stored: eight symbols of Crockford's base32 whose check holds, as
-- directory/codes.py explains. The symbols are the coefficients of Σ αⁱ·dᵢ; that sum is zero in
-- GF(32) where the polynomial Σ xⁱ·dᵢ is one of the 128 multiples of x⁵ + x² + 1 below x¹².
-- strpos() answers 0 for what is not in the list, and so for the symbol 0 too.
create function code_is_valid(code text) returns boolean
language sql immutable parallel safe as $$
    select code ~ '^[0-9A-HJKMNP-TV-Z]{8}$' and (
          (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 1, 1)) << 0)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 2, 1)) << 1)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 3, 1)) << 2)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 4, 1)) << 3)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 5, 1)) << 4)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 6, 1)) << 5)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 7, 1)) << 6)
        # (strpos('123456789ABCDEFGHJKMNPQRSTVWXYZ', substr(code, 8, 1)) << 7)
    ) in (
        0, 37, 74, 111, 148, 177, 222, 251, 269, 296, 327, 354, 409, 444, 467, 502, 538,
        575, 592, 629, 654, 683, 708, 737, 791, 818, 861, 888, 899, 934, 969, 1004, 1041,
        1076, 1115, 1150, 1157, 1184, 1231, 1258, 1308, 1337, 1366, 1395, 1416, 1453,
        1474, 1511, 1547, 1582, 1601, 1636, 1695, 1722, 1749, 1776, 1798, 1827, 1868,
        1897, 1938, 1975, 2008, 2045, 2055, 2082, 2125, 2152, 2195, 2230, 2265, 2300,
        2314, 2351, 2368, 2405, 2462, 2491, 2516, 2545, 2589, 2616, 2647, 2674, 2697,
        2732, 2755, 2790, 2832, 2869, 2906, 2943, 2948, 2977, 3022, 3051, 3094, 3123,
        3164, 3193, 3202, 3239, 3272, 3309, 3355, 3390, 3409, 3444, 3471, 3498, 3525,
        3552, 3596, 3625, 3654, 3683, 3736, 3773, 3794, 3831, 3841, 3876, 3915, 3950,
        3989, 4016, 4063, 4090
    )
$$;
