export { readMyWork, workOf, type MyWork, type Task } from "./read-my-work.ts";
