/** Where the upload process of this server listens: set by who starts web processes; undefined: they answer uploads themselves. */
export function uploadSocket(): string | undefined {
  return process.env["TICKMARK_UPLOAD_SOCKET"];
}
