import { z } from "zod";

const USER_AGENT_LENGTH = 300;

/** Where a request came from, as far as is known. */
export const addressInput = z.string().max(100);

/** What a browser called itself, kept so that a person recognises their device. */
export const userAgentInput = z.string().max(2000).transform((text) => text.replace(/\p{Cc}/gu, " ").slice(0, USER_AGENT_LENGTH));

/** A code as it is typed: of the app, or a recovery code. Which of them it is shows in its length. */
export const codeInput = z.string().trim().min(1, "Enter the code.").max(40, "At most 40 characters.");
