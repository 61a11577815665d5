export { readMyWork, type MyWork, type Task } from "./read-my-work.ts";
