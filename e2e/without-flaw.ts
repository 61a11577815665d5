import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Whatever axe knows, of a page that stands: while what was just sent is being shown, its title is exchanged, and there is none for a moment. */
export async function withoutFlaw(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/\S/);
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
