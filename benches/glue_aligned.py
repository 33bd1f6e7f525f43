#!/usr/bin/env python3
"""How many of the places where an extraction ran two paragraphs together are repaired.

    benches/glue_aligned.py CLEANER [DATA_DIR [OPTION...]]

CLEANER is a command line such as target/release/copydesk; DATA_DIR (../shared/data/pages) holds web
pages as extractors gave them, beside their true text, and the places (`glue_aligned`: the ends of two
true paragraphs that stand in the extraction with nothing between them). OPTIONs go to `CLEANER
clean`; by default `--only boundaries`, as only that pass is meant to (`--quotes keep` runs them all).

A place counts as repaired where white space or a mark is put at it. What falls into removed text
(by other passes) does not count. False repairs: white space put where the true text has none, between
two letters or elsewhere, and a mark where it has but a space within a paragraph. The true texts are
not free of glue themselves, so some of these are right.
"""
import gzip
import json
import os
import shlex
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import Counter, defaultdict

EXTRACTIONS = ('naive_text_strip', 'naive_text_nosep', 'p_joined_nosep')
# The ends of the left side that belong to each group; the others are shown by themselves.
GROUPS = {'mark or closing quote': ('punct', 'closequote'), 'none': ('nopunct',)}
MARKS = '.?!…'
DASHES = '-–—―−'
CONTEXT = 24  # Characters, white space not counted, by which a place is found in the true text.


def read(path):
    with gzip.open(path, 'rt', encoding='utf8') as lines:
        return [json.loads(line) for line in lines]


def run(cleaner, texts, options):
    """The edits of each text: (start, end, text) by byte offsets."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, 'edits.jsonl')
        command = [*shlex.split(cleaner), 'clean', '--format', 'jsonl', '--edits', log, *options]
        records = ''.join(json.dumps({'text': text}) + '\n' for text in texts)
        subprocess.run(command, input=records.encode(), stdout=subprocess.DEVNULL, check=True)
        edits = [[] for _ in texts]
        with open(log, encoding='utf8') as rows:
            for row in map(json.loads, rows):
                edits[row['record']] += [(e['start'], e['end'], e['text']) for e in row['edits']]
    return edits


class Squeezed:
    """A text without its white space, in which extractions differ from the true text."""

    def __init__(self, text):
        self.text = text
        self.at = [i for i, c in enumerate(text) if not c.isspace()]
        self.chars = ''.join(text[i] for i in self.at)

    def between(self, before, inner, after):
        """Where `before`, `inner` and `after` stand in a row: the ends of what is around `inner`."""
        start = self.chars.find(before + inner + after)
        if start < 0:
            return None
        start += len(before)
        return self.at[start - 1] + 1, self.at[start + len(inner)]


def squeeze(text):
    return ''.join(text.split())


def marks(text):
    return sum(text.count(mark) for mark in MARKS)


def kind(was, put):
    """What an edit puts in: break, mark, space, or None."""
    if '\n' in put and '\n' not in was:
        return 'break'
    if marks(put) > marks(was):
        return 'mark'
    if any(c.isspace() for c in put) and not any(c.isspace() for c in was):
        return 'space'
    return None


def outcome(place, edits, starts, data):
    """What became of a place (bytes)."""
    found = None
    for start, end, put in edits[max(0, bisect_left(starts, place) - 1):]:
        if start > place:
            break
        if end < place:
            continue
        was = data[start:end].decode()
        if start < place < end and not squeeze(put) and squeeze(was):
            return 'removed'
        found = found or kind(was, put)
    return found or 'left'


def false_repairs(text, edits, gold):
    """Edits that part what the true text has in one piece; marks that it does not have. By kind."""
    data, found = text.encode(), defaultdict(list)
    for start, end, put in edits:
        was = data[start:end].decode()
        if kind(was, put) is None or any(c.isspace() or c in DASHES for c in was):
            continue
        before = squeeze(data[:start][-400:].decode(errors='ignore'))[-CONTEXT:]
        after = squeeze(data[end:][:400].decode(errors='ignore'))[:CONTEXT]
        around = gold.between(before, squeeze(was), after) if before and after else None
        if around is None:
            continue
        true = gold.text[slice(*around)]
        shown = f'{before[-16:]}{was}|{put}|{after[:16]}'
        if not any(c.isspace() for c in true):
            letters = before[-1].isalpha() and after[0].isalpha() and not was
            found['word parted' if letters else 'parted elsewhere'].append(shown)
        elif '\n' not in true and marks(put) > marks(true):
            found['mark for a space'].append(shown)
    return found


def share(counts):
    """The share of repaired places, and how many places it is of."""
    total = sum(counts.values()) - counts['removed']
    return (total - counts['left']) / total if total else float('nan'), total


def row(name, counts):
    repaired, total = share(counts)
    kinds = '  '.join(f'{k} {counts[k]:4}' for k in ('space', 'mark', 'break', 'left', 'removed'))
    return f'  {name:24} {repaired:.3f} of {total:4}   {kinds}'


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    cleaner, folder = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else '../shared/data/pages'
    options = sys.argv[3:] or ['--only', 'boundaries']
    if not os.path.exists(os.path.join(folder, 'glue_aligned.jsonl.gz')):
        print(f'{folder} is not there: nothing to measure')
        return
    pages = {(s, p['id']): p for s in ('news', 'moz') for p in read(os.path.join(folder, s + '.jsonl.gz'))}
    places = defaultdict(list)
    for glue in read(os.path.join(folder, 'glue_aligned.jsonl.gz')):
        places[glue['extraction'], glue['set'], glue['id']].append(glue)

    for extraction in EXTRACTIONS:
        keys = [key for key in pages if pages[key].get(extraction)]
        texts = [pages[key][extraction] for key in keys]
        by_end, by_next, by_site = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
        wrong, lost, words = defaultdict(list), 0, 0
        for key, text, edits in zip(keys, texts, run(cleaner, texts, options)):
            squeezed, data, seen = Squeezed(text), text.encode(), {}
            starts = [start for start, _, _ in edits]
            for glue in places[extraction, *key]:
                left, right = squeeze(glue['left']), squeeze(glue['right'])
                # The same two ends again are the next place where they stand.
                at = squeezed.chars.find(left + right, seen.get((left, right), -1) + 1)
                if at < 0:
                    lost += 1
                    continue
                seen[left, right] = at
                place = len(text[:squeezed.at[at + len(left)]].encode())
                result = outcome(place, edits, starts, data)
                by_end[glue['end']][result] += 1
                for name, ends in GROUPS.items():
                    if glue['end'] in ends:
                        by_next[name, glue['next']][result] += 1
                        by_site[name, key[0], key[1].rstrip('0123456789')][result] += 1
            gold = Squeezed(pages[key]['gold'])
            words += len(gold.text.split())
            for name, found in false_repairs(text, edits, gold).items():
                wrong[name] += found

        print(f'{extraction}: {len(keys)} pages, {lost} places not found')
        for name, ends in GROUPS.items():
            print(row(name, sum((by_end[end] for end in ends), Counter())))
            for source in ('news', 'moz'):
                sites = [counts for (n, s, _), counts in by_site.items() if (n, s) == (name, source)]
                each = [share(counts)[0] for counts in sites if share(counts)[1]]
                mean = sum(each) / len(each) if each else float('nan')
                print(row(f'  {source}', sum(sites, Counter())) + f'   mean of {len(each)} sites {mean:.3f}')
            for (n, following), counts in sorted(by_next.items()):
                if n == name:
                    print(row(f'  before {following}', counts))
            worst = [(counts['left'], site) for (n, _, site), counts in by_site.items() if n == name]
            worst = [f'{site} {left}' for left, site in sorted(worst, reverse=True)[:5] if left]
            print('    most left by site:', ', '.join(worst) or 'none')
        for end in sorted(set(by_end) - {end for ends in GROUPS.values() for end in ends}):
            print(row(end, by_end[end]))
        print(f'  false repairs in {words} words of true text:')
        for name, found in sorted(wrong.items()):
            shown = [json.dumps(each, ensure_ascii=False) for each in found[::len(found) // 4 + 1]]
            print(f'    {name:20} {len(found):4}   such as {"  ".join(shown)}')


if __name__ == '__main__':
    main()
