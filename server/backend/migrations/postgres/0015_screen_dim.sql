-- The hours of its zone from and to which a screen is dim; none of them where it never is.
ALTER TABLE screens ADD COLUMN dim_from BIGINT;
ALTER TABLE screens ADD COLUMN dim_until BIGINT;
ALTER TABLE screens ADD COLUMN dim_zone TEXT;
