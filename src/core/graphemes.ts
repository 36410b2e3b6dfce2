import { lazily } from './lazily.ts';

/** Takes 8 ms to make, since Node then reads its tables of Unicode. */
const segmenter = lazily(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));

/** The graphemes of a text, what a person sees as one character each, with where they begin. */
export function graphemesOf(text: string): Iterable<Intl.SegmentData> {
	return segmenter().segment(text);
}
