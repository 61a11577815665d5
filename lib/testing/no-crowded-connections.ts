/** What the driver says when a statement is sent over a connection on which others wait already. */
export const CROWDED = /client is already executing a query/;

// Set-up of tests on a database: such a warning fails the run, wherever it comes from. It is thrown out of the listener, so
// that nothing which catches errors can swallow it.
process.on("warning", (warning) => {
  if (CROWDED.test(warning.message)) throw warning;
});
