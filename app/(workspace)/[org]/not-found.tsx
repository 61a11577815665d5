import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";

export const metadata = { title: "Not found" };

/** A record that is not there, or not this organization's: the frame stays, so that one can go on. */
export default function RecordNotFound() {
  return (
    <div className="page-body">
      <h1 className="mb-4">Nothing at this address</h1>
      <EmptyState kind="no_result" action={<LinkButton href="/">Go to the start</LinkButton>} title="There is no such record in this organization">
        It may have been moved, or the address may have a mistake. Nothing was changed. The navigation leads to everything that is open to you.
      </EmptyState>
    </div>
  );
}
