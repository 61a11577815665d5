-- The second factor: an authenticator app, recovery codes, and sign-ins whose second step is due.

CREATE TABLE "totp_factor" (
    "user_id" TEXT NOT NULL,
    "wrapped_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_step" INTEGER NOT NULL,

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("user_id")
);

CREATE TABLE "recovery_code" (
    "code_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("code_hash")
);

CREATE TABLE "pending_sign_in" (
    "token_hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "password_mark" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pending_sign_in_pkey" PRIMARY KEY ("token_hash")
);

CREATE INDEX "recovery_code_user_id_idx" ON "recovery_code"("user_id");
CREATE INDEX "pending_sign_in_expires_at_idx" ON "pending_sign_in"("expires_at");

-- Codes and factors that were removed are gone: what happened stands in the trail.
GRANT SELECT, INSERT, UPDATE, DELETE ON totp_factor, recovery_code, pending_sign_in TO tickmark_app;
