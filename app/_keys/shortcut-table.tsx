import { KeyNames } from "./key-names.tsx";
import { SHORTCUT_GROUPS, SHORTCUTS, type ShortcutName } from "./shortcut-list.ts";

const NAMES = Object.keys(SHORTCUTS) as ShortcutName[];

/** Shortcuts by group: all of them, or those given. */
export function ShortcutTable({ only, level }: { only?: ReadonlySet<ShortcutName>; level: 2 | 3 }) {
  const Heading = `h${level}` as const;
  const groups = SHORTCUT_GROUPS.map((group) => ({ group, names: NAMES.filter((name) => SHORTCUTS[name].group === group && (only?.has(name) ?? true)) }));
  return (
    <div className="shortcut-groups">
      {groups.filter(({ names }) => names.length > 0).map(({ group, names }) => (
        <section key={group} className="shortcut-group">
          <Heading className="text-sm font-semibold">{group}</Heading>
          <dl>
            {names.map((name) => (
              <div key={name}><dt>{SHORTCUTS[name].what}</dt><dd><KeyNames keys={SHORTCUTS[name].keys} /></dd></div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
