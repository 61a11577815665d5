import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Transformed } from "#lib/connector/index.ts";
import { decoded, listOf, objectOf, tagsOf, textOf } from "./decoded.ts";
import { answerOf, pagesOf, walkPlaces, type Here, type Part, type Step } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const token = { asked: "NextToken", answered: "NextToken" };
const IMAGES = "ec2:DescribeImages";
/** A filter takes so many values. */
const ASKED_AT_ONCE = 200;

/** The account's own images, deprecated ones too. */
const own: Part = {
  id: "own", where: "region",
  steps: (here, from) => pagesOf(here, { service: "ec2", operation: "DescribeImages", input: { Owners: ["self"], IncludeDeprecated: true, MaxResults: 500 }, token: { ...token, list: "Images" } }, from),
};

/**
 * The images that instances were made of, whoever's they are. They are asked for by a filter: of ids that are gone AWS gives
 * nothing, where it would refuse the whole question otherwise.
 */
const used: Part = {
  id: "used", where: "region",
  async *steps(here, from): AsyncGenerator<Step, void, void> {
    const ids = await idsOfInstances(here);
    for (let index = Number(from ?? 0); index < ids.length || index === 0; index += ASKED_AT_ONCE) {
      const asked = ids.slice(index, index + ASKED_AT_ONCE);
      const body = asked.length === 0 ? { Images: [] } : await here.ask("ec2", "DescribeImages", { IncludeDeprecated: true, Filters: [{ Name: "image-id", Values: asked }] });
      const next = index + ASKED_AT_ONCE < ids.length ? index + ASKED_AT_ONCE : null;
      yield { answers: [answerOf(here, IMAGES, { used: decoded(asked) }, body, listOf(body.Images).length)], next };
    }
  },
};

async function idsOfInstances(here: Here): Promise<string[]> {
  const ids = new Set<string>();
  for await (const { answers } of pagesOf(here, { service: "ec2", operation: "DescribeInstances", input: { MaxResults: 500 }, token: { ...token, list: "Reservations" } }, null)) {
    for (const reservation of answers.flatMap(({ body }) => listOf(objectOf(body).Reservations)).map(objectOf)) {
      for (const instance of listOf(reservation.Instances).map(objectOf)) {
        const id = textOf(instance.ImageId);
        if (id !== null) ids.add(id);
      }
    }
  }
  return [...ids].sort();
}

const image = z.object({
  ImageId: z.string(), Name: z.string().optional(), State: z.string().optional(), OwnerId: z.string().optional(), ImageOwnerAlias: z.string().optional(), Public: z.boolean().optional(), Architecture: z.string().optional(), PlatformDetails: z.string().optional(),
  CreationDate: instant.optional(), DeprecationTime: instant.optional(), LastLaunchedTime: instant.optional(), ImdsSupport: z.string().optional(), SourceImageId: z.string().optional(), Tags: z.json().optional(),
  BlockDeviceMappings: z.array(z.object({ Ebs: z.object({ Encrypted: z.boolean().optional() }).optional() })).optional(),
});
type Image = z.output<typeof image>;

const imageArn = (region: string, id: string): string => `arn:aws:ec2:${region}::image/${id}`;

function transformImages({ body, parameters, ...answer }: Answer): Transformed {
  const { account, region } = placeOf({ body, parameters, ...answer });
  const found = readItems(objectOf(body).Images ?? [], image, "/Images", (one) => [imageRow(one, account, region)]);
  const seen = new Set(listOf(objectOf(body).Images).map((one) => textOf(objectOf(one).ImageId)));
  // What instances were made of and AWS does not show any more: nobody can say now what is in it.
  const gone = listOf(objectOf(parameters).used).flatMap((id: Json) => (typeof id === "string" && !seen.has(id) ? [resourceRow({ type: "aws.ec2.image", id: imageArn(region, id), name: id, account, region, attributes: { image_id: id, state: "not_shown" } })] : []));
  return { ...found, rows: [...found.rows, ...gone] };
}

function imageRow(one: Image, account: string, region: string) {
  const disks = (one.BlockDeviceMappings ?? []).flatMap(({ Ebs: ebs }) => (ebs === undefined ? [] : [ebs.Encrypted ?? null]));
  return resourceRow({
    type: "aws.ec2.image", id: imageArn(region, one.ImageId), name: one.Name ?? one.ImageId, account, region, tags: tagsOf(one.Tags), createdAt: one.CreationDate ?? null,
    attributes: {
      image_id: one.ImageId, state: one.State ?? null, owner: one.OwnerId ?? null, owner_name: one.ImageOwnerAlias ?? null, own: one.OwnerId === undefined ? null : one.OwnerId === account, public: one.Public ?? null, architecture: one.Architecture ?? null, platform: one.PlatformDetails ?? null,
      deprecated_from: one.DeprecationTime ?? null, last_launched_at: one.LastLaunchedTime ?? null, made_from: one.SourceImageId ?? null, metadata_tokens_required: one.ImdsSupport === "v2.0", encrypted: disks.includes(false) ? false : disks.length === 0 || disks.includes(null) ? null : true,
    },
  });
}

export const imageCollectors: readonly Collector[] = [
  {
    id: "ec2_images", name: "EC2 images", explains: "The account’s own images, and those that its instances were made of: whose they are, since when, whether anybody may use them.",
    yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [own, used]), transform: transformImages,
  },
];
