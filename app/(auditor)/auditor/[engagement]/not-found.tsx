import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";

export const metadata = { title: "Not found" };

/** A record that is not there, or lies outside the engagement: the two look the same. */
export default function RecordNotFound() {
  return (
    <div className="page-body">
      <h1 className="mb-4">Nothing at this address</h1>
      <EmptyState kind="no_result" action={<LinkButton href="/">Go to the start</LinkButton>} title="There is no such record in this engagement">
        It may lie outside the engagement’s controls or period, or the address may have a mistake. The navigation leads to everything that is open to you.
      </EmptyState>
    </div>
  );
}
