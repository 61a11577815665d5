import { Input } from "#app/_ui/input.tsx";

/** Asks the person to show that it is them, before what an open window must not be able to do. */
export function ProofField({ error, hasFactor }: { error: string | undefined; hasFactor: boolean }) {
  return (
    <Input
      label={hasFactor ? "Password, or a code of your second factor" : "Password"} name="proof_password" type="password"
      autoComplete="current-password" required maxLength={256} error={error}
    />
  );
}
