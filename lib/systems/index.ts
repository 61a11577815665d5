export { answerSystems } from "./answer-systems.ts";
export { listSystems } from "./list-systems.ts";
export { systemAnswers, systemsOfOthers, type SystemAnswers } from "./system-answer.repository.ts";
