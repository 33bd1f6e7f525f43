#!/usr/bin/env python3
"""Gathers the texts that the example `reading` counts in: a file of plain text for each language, one half of the
lines in each of two folders, to count in and to judge by.

    apt-get download iso-codes gnome-user-docs freeciv-data && for p in *.deb; do dpkg -x $p packages; done
    examples/reading_texts.py packages ../shared/data target/reading
    cargo run --release --features train --example reading -- target/reading/train src/passes/unicode/mojibake/data
"""
import gettext, glob, gzip, html, json, os, random, re, sys

packages, shared, out = sys.argv[1:]
random.seed(5)
texts = {}
LENGTH = 1_500_000  # characters of a language: more say no more


def add(lang, text):
    text = re.sub(r'[ \t]+', ' ', text).strip()
    if text:
        texts.setdefault(lang, {})[text] = None


def records(name):
    with gzip.open(f'{shared}/{name}.jsonl.gz', 'rt', encoding='utf8') as lines:
        return [json.loads(line) for line in lines]


for path in sorted(glob.glob(f'{packages}/usr/share/help/*/gnome-help/*.page')):
    lang = path.split('/')[-3].replace('C', 'en') if '/C/' in path else path.split('/')[-3]
    page = re.sub(r'<info>.*?</info>', '', open(path, encoding='utf8').read(), flags=re.S)
    for text in re.findall(r'<(?:p|title|desc)[^>]*>(.*?)</(?:p|title|desc)>', page, flags=re.S):
        add(lang, re.sub(r'[ \t\r\n]+', ' ', html.unescape(re.sub(r'<[^>]+>', '', text))))
for path in sorted(glob.glob(f'{packages}/usr/share/locale/*/LC_MESSAGES/*.mo')):
    lang = path.split('/')[-3]
    try:
        catalogue = gettext.GNUTranslations(open(path, 'rb'))._catalog
    except UnicodeDecodeError:  # Some say that they are in an encoding in which they are not.
        continue
    for key, text in catalogue.items():
        if key and '@' not in lang and isinstance(text, str):
            add(lang, re.sub(r'%[a-z0-9.]*[a-z]|\$[A-Za-z]+', 'X', text))
for path in sorted(glob.glob(f'{shared}/sentences/*.gz')):
    for record in records('sentences/' + os.path.basename(path)[: -len('.jsonl.gz')]):
        for sentences in record['paragraphs']:
            add(record['lang'], ' '.join(sentences))
for name, lang, many in (('clean/news', 'en', 400), ('clean/masakhane_fr', 'fr', 400), ('clean/18f', 'en', 100),
                         ('clean/lctt', 'en', 100), ('dirty/brazilian', 'pt', 300)):
    found = records(name)
    for record in random.sample(found, min(many, len(found))):
        for line in record['text'].split('\n'):
            add(lang, line)

for part in ('train', 'test'):
    os.makedirs(f'{out}/{part}', exist_ok=True)
for lang, lines in texts.items():
    # Some of it in capitals, as headings are.
    lines = [line.upper() if i % 12 == 0 else line for i, line in enumerate(random.sample(list(lines), len(lines)))]
    for part, half in (('train', lines[: len(lines) // 2]), ('test', lines[len(lines) // 2:])):
        with open(f'{out}/{part}/{lang}.txt', 'w', encoding='utf8') as file:
            file.write('\n'.join(half)[:LENGTH])
