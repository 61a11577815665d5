import { createServer } from "node:net";

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

/** A port of `host` that nothing listens on at this moment. */
export function freePort(host: string): Promise<number> {
  return listenOnce(host, 0);
}

/** Why `port` of `host` cannot be listened on: the system's code such as EADDRINUSE, or undefined when it can. */
export async function portObstacle(host: string, port: number): Promise<string | undefined> {
  try {
    await listenOnce(host, port);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  }
}
