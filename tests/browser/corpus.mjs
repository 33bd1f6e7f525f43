// Texts for the page: of several sites, damaged in several ways, and some that would like to break it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const hostile = [
  "<script>window.broken = 1</script> </script><!-- <img src=x onerror=window.broken=1>",
  "\"><svg onload=window.broken=1> ' onmouseover='window.broken=1",
  "invoice\u202efdp.exe\u2066 \u200f\u0000\u001b[31m",
];

const sites = ["harbor.example", "valley.example", "hill.example"];

function ordinary(i) {
  return [
    `The council met on day ${i} and “nobody objected”—not even the unionsThe regulator approved it.`,
    "Advertisement",
    "Prices rose in the spring.The maker said: “We are ready.”It did not say more.",
    "Follow us on Twitter",
    "The vote is open…",
  ].join("\n");
}

/** Writes the texts below a directory. */
export function write(directory) {
  mkdirSync(directory, { recursive: true });
  const record = (text, site, i) => JSON.stringify({ url: `https://${site}/${i}`, text }) + "\n";
  let records = "";
  for (let i = 0; i < 90; i++) records += record(ordinary(i), sites[i % sites.length], i);
  hostile.forEach((text, i) => {
    for (let n = 0; n < 12; n++) {
      records += JSON.stringify({ source: text, text: `“${text}” said.The ${text}\nAdvertisement\n${text} — so.` }) + "\n";
    }
  });
  // Nothing but what would go: it is flagged.
  records += record("Advertisement\nFollow us on Twitter\nAdvertisement\nSign up for our newsletter\nA line.", "hill.example", 99);
  records += "{ no record\n";
  writeFileSync(join(directory, "wire.jsonl"), records);
}

/** The same, of two lines of a megabyte. */
export function writeLong(directory) {
  mkdirSync(directory, { recursive: true });
  const texts = ["x“y”<b>".repeat(150_000), "a".repeat(500_000) + "“" + "a".repeat(500_000)];
  writeFileSync(join(directory, "long.jsonl"), texts.map((text) => JSON.stringify({ text }) + "\n").join(""));
}
