-- The address that a link names is its content: it falls due, and goes with the note. Its hash stays, in the row and in the ledger.
ALTER TABLE disposition DROP CONSTRAINT disposition_content;
ALTER TABLE disposition ADD CONSTRAINT disposition_content CHECK ("content" IN ('destroyed', 'needed_elsewhere', 'note', 'address'));

CREATE OR REPLACE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'tickmark_owner' AND NEW.note = '' AND coalesce(NEW.web_address, '') = '' THEN
    IF to_jsonb(NEW) - 'note' - 'web_address' = to_jsonb(OLD) - 'note' - 'web_address' AND (NEW.web_address IS NULL) = (OLD.web_address IS NULL)
       AND EXISTS (SELECT 1 FROM public.disposition d WHERE d.organization_id = OLD.organization_id AND d.evidence_id = OLD.id AND d.status = 'approved') THEN
      RETURN NEW;
    END IF;
  END IF;
  IF TG_OP = 'DELETE' AND current_user = 'tickmark_owner' AND current_setting('tickmark.destroying', true) = 'on' THEN
    IF OLD.organization_id = current_setting('tickmark.organization_id', true)
       AND EXISTS (SELECT 1 FROM public.deletion_receipt r WHERE r.organization_id = current_setting('tickmark.organization_id', true) AND r.destroyed_at IS NULL) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'append-only table %: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION dispose_of_words(p_evidence_id text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF current_organization() IS NULL THEN RAISE EXCEPTION 'no tenant set' USING ERRCODE = '42501'; END IF;
  UPDATE evidence SET note = '', web_address = CASE WHEN web_address IS NULL THEN NULL ELSE '' END
    WHERE organization_id = current_organization() AND id = p_evidence_id AND (note <> '' OR web_address <> '');
  PERFORM search_forget(current_organization(), p_evidence_id);
  PERFORM search_keep(e.organization_id, 'evidence', e.id, concat_ws(' ', 'EV-' || e.number, e.title, e.file_name, e.id)),
          search_text_keep('evidence', e.id, concat_ws(' ', 'EV-' || e.number, e.title), coalesce(e.file_name, ''))
    FROM evidence e WHERE e.organization_id = current_organization() AND e.id = p_evidence_id;
END $$;
