import type { PartPages } from "./cover-page.ts";
import { part } from "./evidence-pages.ts";
import { groupedHash } from "./format.ts";
import { INK, TEXT } from "./style.ts";
import type { Sheet } from "./sheet.ts";

const STEPS: readonly { head: string; says: string; code: string }[] = [
  { head: "Was anything changed or removed?", says: "In the folder of the unpacked packet. Every line must say OK.", code: "sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt" },
  { head: "Was anything added?", says: "A checksum does not see an added file. This must print nothing.", code: "{ cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; } | LC_ALL=C sort > /tmp/listed\nfind . -type f | cut -c3- | LC_ALL=C sort | diff - /tmp/listed" },
  { head: "Does this report speak of these files?", says: "This must print the files digest below, which is also on the cover.", code: "grep -v ' data/report.pdf$' manifest-sha256.txt | sha256sum" },
  { head: "Is this the packet that was issued?", says: "Compare the result with the value that its maker gave you by another way. It stands for the whole packet.", code: "sha256sum tagmanifest-sha256.txt" },
  { head: "Is everything here that was asked for?", says: "data/requests.json names for each request the files that answer it, or the entries of data/omissions.json that say why there are none.", code: "tickmark verify PACKET.zip" },
  { head: "Who issued this report?", says: "It is signed with the organization’s certificate, over the whole file, which PDF readers show. Compare the certificate’s SHA-256 with the one that the organization gave you by another way.", code: "pdfsig data/report.pdf" },
  { head: "Was it in the ledger, and unchanged since?", says: "data/ledger holds a proof for each file that the organization’s ledger had committed to, and the checkpoint to which it leads. Compare the key in data/ledger/keys.txt with the one that the organization gave you by another way.", code: "tickmark verify PACKET.zip" },
];

/** The checks of `VERIFY.txt` on paper, and what they do not show. */
export function drawVerify(sheet: Sheet, filesSha256: string, pages: PartPages): void {
  pages.verify = part(sheet, "How to verify");
  sheet.text("P", "The packet is a BagIt 1.0 bag. Nothing of its maker’s is needed, but the fifth and the last step have a command for those who have Tickmark. VERIFY.txt has the commands for macOS and Windows too.", TEXT.body);
  STEPS.forEach((step, index) => {
    sheet.y += 10;
    sheet.ensure(70);
    sheet.text("H3", `${index + 1}  ${step.head}`, TEXT.head);
    sheet.y += 1;
    sheet.text("P", step.says, TEXT.body);
    sheet.y += 2;
    sheet.text("P", step.code, TEXT.code);
  });
  sheet.y += 12;
  sheet.ensure(90);
  sheet.text("P", "Files digest", TEXT.head);
  sheet.text("P", groupedHash(filesSha256), TEXT.code);
  sheet.y += 10;
  sheet.rule(INK.soft, 0.5);
  sheet.y += 8;
  sheet.text("P", "What these steps do not show: when the packet was made; and, without the comparisons of the fourth, the sixth and the last, by whom. Whoever can replace the whole packet can replace its manifests and sign it with another certificate and another key.", TEXT.muted);
}
