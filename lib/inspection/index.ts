export { StoredReader, type ReadFrom } from "./stored-reader.ts";
