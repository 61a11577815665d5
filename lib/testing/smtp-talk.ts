import { connect as connectSocket, type Socket } from "node:net";

/** One who speaks SMTP by hand: sends what it is told, and answers what the server said. */
type Talk = {
  /** Sends a text as it is, and waits for the server's next reply, of one line or several. */
  say(text: string): Promise<string>;
  /** Sends bytes without waiting for anything. */
  send(bytes: Uint8Array | string): Promise<void>;
  /** The server's next reply; what it said before it closed the connection, or nothing. */
  heard(): Promise<string>;
  end(): void;
};

export async function talkTo(port: number): Promise<Talk> {
  const socket: Socket = connectSocket(port, "127.0.0.1");
  let [text, closed] = ["", false];
  let wake: () => void = () => undefined;
  socket.on("data", (part: Buffer) => {
    text += part.toString("latin1");
    wake();
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    closed = true;
    wake();
  });
  const heard = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(text)?.[0];
      if (whole !== undefined) {
        text = text.slice(whole.length);
        return whole.trim();
      }
      if (closed) return text.trim();
      await new Promise<void>((resolve) => { wake = resolve; });
    }
  };
  const send = (bytes: Uint8Array | string): Promise<void> => new Promise((resolve) => {
    if (socket.write(bytes) || closed) return resolve();
    const go = (): void => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.on("drain", go).on("close", go);
  });
  await heard();
  return {
    heard, send,
    async say(line) {
      await send(line);
      return heard();
    },
    end: () => void socket.destroy(),
  };
}

/** Says hello, and names sender and recipients; answers what the last of them was told. */
export async function beginMail(talk: Talk, from: string, to: readonly string[]): Promise<string> {
  await talk.say("EHLO mx.x.example\r\n");
  let told = await talk.say(`MAIL FROM:<${from}>\r\n`);
  if (!told.startsWith("250")) return told;
  for (const recipient of to) told = await talk.say(`RCPT TO:<${recipient}>\r\n`);
  return told;
}

/** Sends a message by hand, and answers the server's last word. What begins with a dot is stuffed. */
export async function sendRaw(port: number, from: string, to: string, message: string | Buffer): Promise<string> {
  const talk = await talkTo(port);
  const told = await beginMail(talk, from, [to]);
  if (!told.startsWith("250")) {
    talk.end();
    return told;
  }
  await talk.say("DATA\r\n");
  const stuffed = Buffer.from(message).toString("latin1").replace(/^\./gm, "..");
  await talk.send(Buffer.from(stuffed, "latin1"));
  const answer = await talk.say("\r\n.\r\n");
  talk.end();
  return answer;
}
