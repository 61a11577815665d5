-- A proposal to accept the risk of a check is taken back by whoever made it.
ALTER TABLE "check_acceptance_decision" DROP CONSTRAINT check_acceptance_decision_word;
ALTER TABLE "check_acceptance_decision" ADD CONSTRAINT check_acceptance_decision_word CHECK ("decision" IN ('approved', 'declined', 'withdrawn', 'ended'));

CREATE OR REPLACE FUNCTION refuse_own_check_acceptance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  own BOOLEAN := EXISTS (SELECT FROM check_acceptance a WHERE a.organization_id = NEW.organization_id AND a.id = NEW.acceptance_id AND a.proposed_by = NEW.decided_by);
BEGIN
  IF NEW.decision = 'approved' AND NOT NEW.alone AND own THEN
    RAISE EXCEPTION 'the risk of a check is accepted by another person' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decision = 'withdrawn' AND NOT own THEN
    RAISE EXCEPTION 'a proposal is withdrawn by whoever made it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
