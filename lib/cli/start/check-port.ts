import { portObstacle } from "#lib/platform/port.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

function sentence(code: string, host: string, port: number): string {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is taken by another program: stop that one, or set TICKMARK_PORT.`;
    case "EACCES":
      return `Port ${port} may not be opened by this user: set TICKMARK_PORT to 1024 or higher.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `TICKMARK_HOST ${host} is no address of this machine.`;
    default:
      return `Port ${port} of ${host} cannot be opened (${code}).`;
  }
}

/** @throws SetupProblem when the web server could not listen there */
export async function checkPort(host: string, port: number): Promise<void> {
  const code = await portObstacle(host, port);
  if (code !== undefined) throw new SetupProblem(sentence(code, host, port));
}
