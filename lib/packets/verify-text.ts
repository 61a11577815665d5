/** `VERIFY.txt`: how an outsider checks a packet with tools that its maker did not write. */
export function verifyText(filesSha256: string): string {
  return `HOW TO CHECK THIS PACKET

It is a BagIt 1.0 bag (RFC 8493). Nothing of its maker's is needed. Open a terminal in
the folder that holds this file.

1  Was anything changed or removed?

   Linux:    sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt
   macOS:    shasum -a 256 -c manifest-sha256.txt tagmanifest-sha256.txt
   Windows (PowerShell):
     Get-Content manifest-sha256.txt, tagmanifest-sha256.txt -Encoding utf8 | ForEach-Object {
       $hash, $path = $_ -split '  ', 2
       if (-not (Test-Path -LiteralPath $path)) { "MISSING $path" }
       elseif ((Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash -ne $hash) { "CHANGED $path" } }

   Every line must say OK; in PowerShell nothing may be printed.

2  Was anything added? A checksum does not see an added file. This must print nothing:

   { cut -c67- manifest-sha256.txt tagmanifest-sha256.txt; echo tagmanifest-sha256.txt; } |
     LC_ALL=C sort > /tmp/listed; find . -type f | cut -c3- | LC_ALL=C sort | diff - /tmp/listed

3  Does the report speak of these files? Its cover prints a digest of all the others. This
   must print ${filesSha256.slice(0, 32)}
              ${filesSha256.slice(32)}

   grep -v ' data/report.pdf$' manifest-sha256.txt | sha256sum

4  Is this the packet that was issued? The hash of tagmanifest-sha256.txt stands for the
   whole packet. Compare it with the one that its maker gave you by another way:

   sha256sum tagmanifest-sha256.txt

5  Is everything here that was asked for? data/requests.json names, for each evidence
   request, the files that answer it or the entries of data/omissions.json that say why
   there are none.

6  Was a file redacted? Its .meta.json then says what was taken out, and holds a commitment
   to the original. Ask management for the original and its salt, and compute

   printf 'tickmark redaction v1\\n%s\\n%s\\n' SALT "$(sha256sum < ORIGINAL | cut -c1-64)" | sha256sum

   This must print the commitment. It shows that this is the original that was meant when the
   file was redacted. Without it nothing shows that the rest of the file was left as it was.

7  Who issued the report? It is signed with the organization's certificate, over the whole
   file. PDF readers show that; so does pdfsig of poppler-utils:

   pdfsig data/report.pdf

   The certificate says of itself whose it is: compare its SHA-256 with the one that the
   organization gave you by another way.

8  Was it in the organization's ledger, and nothing changed since? data/ledger/proofs.json
   names for each evidence where it stands, and which file beside it proves that (in the
   form of c2sp.org/tlog-proof, RFC 6962) against the checkpoint in data/ledger. Compare the
   key in data/ledger/keys.txt with the one that the organization gave you by another way.
   A record that stays closed shows its place alone.

Steps 1 to 3, 5, 7 and 8 in one command, for those who have Tickmark:

   tickmark verify PACKET.zip

What these steps do not show: when the packet was made; and, without the comparisons of
steps 4, 7 and 8, by whom. Whoever can replace the whole packet can replace its manifests and
sign it with another certificate and another key.
`;
}
