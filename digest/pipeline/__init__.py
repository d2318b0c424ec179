"""The whole journey, stage by stage.

    sources | locate | ask | fetch | parse | remember | record                     fetch()
            | screen | make articles | admit | tell stories | follow threads
            | heed corrections | rank | select                                     decide()
            | read pages | summarise | keep what is new | lay out | freeze         edit()
            | render | publish                                                     publish()
            | settle | audience, a page at a time | approved? | cut | compose
            | write the ledger | hand to the mail server | write the ledger
            | wait for what it put off                                             send()

``foresee()`` decides and lays out as ``edit()`` does, reads no page, and freezes nothing.

Each stage asks the core, which decides, and the ports, which do. What it does *not* do: know a concrete part
(``wiring`` does), read feeds.yml (``config``), print (``cli``), or hold a rule of the newsroom (``stories`` and
``issues`` do).

A stage may be killed at any point and run again: what sources gave is recorded in transactions of whole sources, each
with what is remembered of them; an issue is frozen in one, its folder appears by one rename, and the ledger is written
before and after each message.
"""
