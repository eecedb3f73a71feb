"""What one signs on the screen, in the language of who signs."""

_ALL = {
    "en": "With this signature it is accepted as it stands.|With this signature it is received.",
    "de": "Mit dieser Unterschrift wird es so angenommen.|Mit dieser Unterschrift wird der Empfang bestätigt.",
    "fr": "Par cette signature, il est accepté tel quel.|Par cette signature, la réception est confirmée.",
    "es": "Con esta firma queda aceptado tal como está.|Con esta firma se confirma la recepción.",
    "pt": "Com esta assinatura, fica aceito como está.|Com esta assinatura, o recebimento é confirmado.",
    "it": "Con questa firma è accettato così com’è.|Con questa firma si conferma il ricevimento.",
    "nl": "Met deze handtekening wordt akkoord gegeven.|Met deze handtekening is de ontvangst bevestigd.",
    "ru": "Этой подписью условия принимаются полностью.|Этой подписью подтверждается получение.",
    "tr": "Bu imza ile olduğu gibi kabul edilir.|Bu imza ile teslim alındığı onaylanır.",
}


def sentence(kind: str, language: str) -> str:
    """Of a language such as `pt-BR`; English where it is not known."""
    accepted, received = _ALL.get(language.replace("_", "-").partition("-")[0].lower(), _ALL["en"]).split("|")
    return received if kind == "delivery" else accepted
