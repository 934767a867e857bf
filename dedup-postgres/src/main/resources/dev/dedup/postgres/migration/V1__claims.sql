-- SPDX-License-Identifier: Apache-2.0
-- SPDX-FileCopyrightText: The dedup authors

-- The claims of dedup, layout 1: one row for each fingerprint. It runs as it is in psql and in Flyway, in the schema that is first
-- on the search path.
CREATE TABLE "dedup_claim" (
    fingerprint uuid NOT NULL PRIMARY KEY,
    -- who made the claim
    token bigint NOT NULL,
    -- the first instant at which the claim is free again; infinity for never
    expires_at timestamp with time zone NOT NULL,
    -- true while the claim is a lease, null when it is confirmed: a null takes no room
    leased boolean CHECK (leased)
);

COMMENT ON TABLE "dedup_claim" IS 'dedup claims, layout 1';
