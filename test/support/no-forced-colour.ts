// jest sets FORCE_COLOR for its workers when it is run on a terminal, and texts would be compared with their colours.
for (const name of ['FORCE_COLOR', 'CLICOLOR_FORCE']) delete process.env[name];
