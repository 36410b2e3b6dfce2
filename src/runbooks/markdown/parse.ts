import MarkdownIt, { type Token } from 'markdown-it';

export type { Token };

/**
 * The blocks of a Markdown document (CommonMark, GFM's tables) as markdown-it tells them, without the marks inside lines: these are
 * read of what is drawn. Deeper nesting than anybody writes is not followed; its lines are shown as they stand.
 */
export function tokensOf(text: string): readonly Token[] {
	const parser = new MarkdownIt({ html: true });
	parser.core.ruler.enableOnly(['normalize', 'block']);
	return parser.parse(text, {});
}
