import MarkdownIt, { type Token } from 'markdown-it';
import { lazily } from '../../core/lazily.ts';

export type { Token };

const parser = lazily(() => {
	const made = new MarkdownIt({ html: true });
	made.core.ruler.enableOnly(['normalize', 'block']);
	return made;
});

/**
 * The blocks of a Markdown document (CommonMark, GFM's tables) as markdown-it tells them, without the marks inside lines: these are
 * read of what is drawn. Deeper nesting than anybody writes is not followed; its lines are shown as they stand.
 */
export function tokensOf(text: string): readonly Token[] {
	return parser().parse(text, {});
}
