-- Which reviews were recorded after an instant, for looking at the past; and the answers of one kind to one request.
CREATE INDEX evidence_review_recorded ON "evidence_review" ("organization_id", "recorded_at") INCLUDE ("evidence_id");
CREATE INDEX evidence_answer_newest_of_kind ON "evidence_answer" ("organization_id", "request_id", "source_kind", "collected_at" DESC, "evidence_id" DESC);
