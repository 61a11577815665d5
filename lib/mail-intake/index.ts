/** The door of `lib/mail-intake`: mail that comes to addresses of connections. */
export { openResolve } from "./ask-dns.ts";
export { takeMail } from "./take-mail.ts";
