import { RadioGroup } from "#app/_ui/radio-group.tsx";

/** Whether a packet names people. */
export function PeopleField({ chosen }: { chosen: string | undefined }) {
  return (
    <div className="mt-4">
      <RadioGroup label="People" name="people" defaultValue={chosen ?? "named"} options={[
        { value: "named", label: "By name", hint: "Who performed, handed in, reviewed and owns." },
        { value: "pseudonyms", label: "By role and stable pseudonym", hint: "Nobody is named. Files that hold names, or cannot be searched for them, are left out and listed." },
      ]} />
    </div>
  );
}
