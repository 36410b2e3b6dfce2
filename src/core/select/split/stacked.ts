import type { TextLine } from '../text/line.ts';

/** Sections under each other as far as they fit; one that has no room for its first row under its title is left out. */
export function stacked(sections: readonly (readonly TextLine[])[], height: number): readonly TextLine[] {
	const lines: TextLine[] = [];
	for (const section of sections) {
		const room = height - lines.length;
		if (section.length > 1 && room > 1) lines.push(...section.slice(0, room));
	}
	return lines;
}
