import { Button } from "#app/_ui/button.tsx";
import { signOutAction } from "./sign-out-action.ts";

/** A plain form: signing out works before scripts do. */
export function SignOutForm() {
  return (
    <form action={signOutAction}>
      <Button type="submit" kind="quiet">Sign out</Button>
    </form>
  );
}
