-- A person is told by mail when somebody else took their second factors off; also who belongs to no organization.
ALTER TABLE account_mail DROP CONSTRAINT account_mail_kind;
ALTER TABLE account_mail ADD CONSTRAINT account_mail_kind
  CHECK (kind IN ('password_reset', 'password_changed', 'email_change', 'email_changed', 'sign_up', 'second_factor_removed'));
