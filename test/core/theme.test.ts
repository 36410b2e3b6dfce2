import { expect, test } from 'vitest';
import { depthOf } from '../../src/core/theme.ts';

test.each([
	[{}, '16'],
	[{ TERM: 'xterm' }, '16'],
	[{ TERM: 'xterm-256color' }, '256'],
	[{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'true'],
	[{ TERM: 'xterm', COLORTERM: '24bit' }, 'true'],
	[{ TERM: 'xterm', COLORTERM: 'yes' }, '16'],
	[{ TERM: 'xterm-direct' }, 'true'],
	[{ TERM: 'linux', COLORTERM: 'truecolor' }, '16'],
	[{ TERM: 'screen.xterm-256color', COLORTERM: 'truecolor', STY: '1.pts' }, '256'],
	[{ TERM: 'xterm-256color', COLORTERM: 'truecolor', STY: '1.pts' }, '256'],
	[{ TERM: 'screen', COLORTERM: 'truecolor' }, '16'],
	[{ TERM: 'screen-256color', COLORTERM: 'truecolor', TMUX: '/tmp/tmux' }, 'true'],
	[{ TERM: 'tmux-256color', TMUX: '/tmp/tmux' }, '256'],
	[{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
	[{ TERM: 'vt100' }, 'none'],
	[{ TERM: 'vt220-w' }, 'none'],
	[{ TERM: 'xterm-mono' }, 'none'],
	[{ TERM: 'vte-256color' }, '256'],
	[{ TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
	[{ TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
])('%j has the colours %s', (env, depth) => {
	expect(depthOf(env)).toBe(depth);
});
