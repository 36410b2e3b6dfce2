/** What a screen needs: the process's streams and environment. */
export interface Place {
	readonly stdin: { readonly isTTY?: boolean };
	readonly stdout: { readonly isTTY?: boolean };
	readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether a screen can be drawn here; `dumb`: there is a terminal, and it says of itself that it cannot move its cursor. */
export const screenOf = ({ stdin, stdout, env }: Place): 'fine' | 'none' | 'dumb' => {
	if (stdin.isTTY !== true || stdout.isTTY !== true) return 'none';
	return env['TERM'] === 'dumb' ? 'dumb' : 'fine';
};

/** Whether `--screen-reader` or `$WATCHDECK_SCREEN_READER` asks for lines instead of a screen; empty, 0 and false do not. */
export const wantsSpeech = ({ screenReader }: { readonly screenReader?: true }, env: Place['env']): boolean =>
	screenReader === true || !/^(|0|no|false)$/i.test(env['WATCHDECK_SCREEN_READER'] ?? '');
