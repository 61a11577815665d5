export { adoptControls } from "./adopt-controls.ts";
export { adoptLibrary } from "./adopt-library.ts";
export { lastRecordedMappings, storedRequests, type MappingRecord, type StoredRequest } from "./adoption.repository.ts";
export { APPROVAL_KINDS, APPROVAL_WORDS, type Approval, type ApprovalKind } from "./approval.ts";
export { attachLink } from "./attach-link.ts";
export { baselineMarks, baselinesOf, dropBaselines, putBaselines, saidHash, settledMarks, type Baseline, type BaselineMark, type KeptControl, type NewBaseline } from "./baseline.repository.ts";
export { loadControlContent, mappingsToLint } from "./content.ts";
export { lintFolder, type LintedFolder } from "./lint-folder.ts";
export type { LoadedControls } from "./content.ts";
export type {
  ControlContent,
  ControlFrequency,
  ControlKind,
  ControlMapping,
  ControlSections,
  Criticality,
  EvidenceRequest,
  MappingOrigin,
  MappingRelation,
  SourceKind,
} from "./control.ts";
export type { LogExample, LogMatrix, LogMatrixField, LogMatrixRow } from "./log-matrix.ts";
export { allControls, controlNames, findControl, headersInForce, heldUntil, insertControlVersions, lastRecordedVersion, lastRecordedVersions, lockControls, requestOwnerNames, requestsOf, statementsInForce, versionInForce, versionsOf, versionsOfControls, type ControlLink, type ControlName, type ControlVersionRow, type EvidenceRequestRow, type Retirement } from "./controls.repository.ts";
export { DOMAINS, type Domain } from "./domains.ts";
export type { HistoryEntry } from "./control-history.ts";
export { MAX_CONTROLS, MAX_DAYS_BACK, MAX_TEXT, OWN_REQUEST } from "./limits.ts";
export { CONTROL_FREQUENCIES, CONTROL_KINDS, CRITICALITIES, MAPPING_ORIGINS, MAPPING_RELATIONS, SECTION_HEADINGS, SOURCE_KINDS } from "./control.ts";
export { CONTROL_TEST_NAMES, CONTROL_TESTS, formatTestSteps, holdsStepsAlone, MAX_STEP_TEXT, MAX_STEPS, nextStepKey, parseTestSteps, readStepLines, stepFaults, stepProblems, type ControlTest, type ControlTests, type TestStep } from "./test-steps.ts";
export { frequencyAndTrigger, operatesText } from "./operates.ts";
export { writeAdoption, type Adoption } from "./write-adoption.ts";
export { libraryInput, libraryOf, type LibraryControl } from "./library-input.ts";
export { listControlNames, type NamedControl } from "./list-control-names.ts";
export type { ControlListRow, ControlsSince } from "./controls-at.ts";
export { listControls, type ControlList } from "./list-controls.ts";
export { listRequests, type RequestListRow } from "./list-requests.ts";
export { listLibrary, type LibraryList, type LibraryRow } from "./list-library.ts";
export { mappingGroups, type MappingGroup } from "./mapping-groups.ts";
export type { GlossaryWord } from "./parse-glossary.ts";
export { readControl, type ControlPage } from "./read-control.ts";
export { readTailoring } from "./read-tailoring.ts";
export { readLibraryControl, type LibraryControlPage } from "./read-library-control.ts";
export { newestAccepted } from "./history.repository.ts";
export { requestStandings, type RequestStanding } from "./request-standings.ts";
export { shippedGlossary } from "./shipped-glossary.ts";
export { pairKey, versionsOfPairs, type MappingOfPair, type Pair } from "./mapping-pairs.repository.ts";
export { changedMappings } from "./changed-mappings.ts";
export { contentOf, nextVersion, type VersionContent } from "./version-content.ts";
export { isAsWanted, requirePairs, writeMappings, type MappingAction, type WantedMapping } from "./write-mappings.ts";
export { reinstateControl } from "./reinstate-control.ts";
export { requireControls, requireHeld } from "./require-controls.ts";
export { retireControl } from "./retire-control.ts";
export { retiringVersion, writeRetirements } from "./write-retirement.ts";
export { shippedLibrary } from "./shipped-library.ts";
export { shippedLogMatrix } from "./shipped-log-matrix.ts";
export { tailorControl, type LeftOutRequest } from "./tailor-control.ts";
export { tailorRequests } from "./tailor-requests.ts";
export { tailoredControls, type RequestChange, type Tailoring } from "./tailoring.ts";
