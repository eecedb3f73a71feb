"""Letters to begin with, in the languages that the program speaks: made into templates when they are asked for."""

from dataclasses import dataclass

from crmdesk.i18n import mark


@dataclass(frozen=True, slots=True)
class Text:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Stock:
    name: str
    texts: dict[str, Text]
    """By BCP 47."""


def _text(subject: str, close: str, *paragraphs: str) -> Text:
    """Between the salutation and the name of the business; a line to sign on."""
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    end = f"<p>{close}</p><p></p><p></p><p>{{{{own.name}}}}</p>"
    return Text(subject, f"<p>{{{{salutation}}}}</p>{inner}{end}")


_EN, _PT, _RU, _TR = "Kind regards,", "Atenciosamente,", "С уважением,", "Saygılarımızla,"

STOCK = {
    "thanks": Stock(mark("Thank you"), {
        "en": _text(
            "Thank you", _EN,
            "Thank you for your order and for the trust you place in us. It was a pleasure to work with you"
            "{{#company}} and everybody at {{company}}{{/company}}.",
            "If anything is not as it should be, tell us, and we put it right: {{own.phone}}, {{own.email}}.",
            "We look forward to hearing from you again.",
        ),
        "pt-BR": _text(
            "Muito obrigado", _PT,
            "Agradecemos o seu pedido e a confiança depositada em nós. Foi um prazer atendê-lo(a)"
            "{{#company}} e a toda a equipe de {{company}}{{/company}}.",
            "Se algo não estiver como deveria, fale conosco e resolveremos: {{own.phone}}, {{own.email}}.",
            "Esperamos ter notícias suas em breve.",
        ),
        "ru": _text(
            "Благодарим вас", _RU,
            "Благодарим вас за заказ и за доверие. Нам было приятно работать с вами"
            "{{#company}} и со всеми сотрудниками «{{company}}»{{/company}}.",
            "Если что-то окажется не так, сообщите нам, и мы всё исправим: {{own.phone}}, {{own.email}}.",
            "Будем рады новому сотрудничеству.",
        ),
        "tr": _text(
            "Teşekkür ederiz", _TR,
            "Siparişiniz ve bize duyduğunuz güven için teşekkür ederiz. Sizinle"
            "{{#company}} ve {{company}} ekibiyle{{/company}} çalışmak bizim için bir zevkti.",
            "Bir eksiklik olursa bize bildirin, hemen düzeltelim: {{own.phone}}, {{own.email}}.",
            "Sizden yeniden haber almayı dileriz.",
        ),
    }),
    "introduction": Stock(mark("Introduction|of a person"), {
        "en": _text(
            "A word about us", _EN,
            "We are {{own.name}}{{#own.city}} from {{own.city}}{{/own.city}}, and would like to introduce ourselves.",
            "<b>What we do</b>",
            "Write here in two or three sentences what you offer and what it is good for.",
            "May we call you next week{{#phone}} at {{phone}}{{/phone}}? Or write to us at {{own.email}} whenever it"
            " suits you.",
        ),
        "pt-BR": _text(
            "Uma palavra sobre nós", _PT,
            "Somos {{own.name}}{{#own.city}}, de {{own.city}}{{/own.city}}, e gostaríamos de nos apresentar.",
            "<b>O que fazemos</b>",
            "Escreva aqui, em duas ou três frases, o que você oferece e o que seus clientes ganham com isso.",
            "Podemos ligar na próxima semana{{#phone}} para {{phone}}{{/phone}}? Ou escreva para {{own.email}} quando"
            " lhe convier.",
        ),
        "ru": _text(
            "Несколько слов о нас", _RU,
            "Мы — {{own.name}}{{#own.city}}, {{own.city}}{{/own.city}}, и хотели бы представиться.",
            "<b>Что мы делаем</b>",
            "Напишите здесь в двух-трёх предложениях, что вы предлагаете и чем это полезно.",
            "Можно ли позвонить вам на следующей неделе{{#phone}} по номеру {{phone}}{{/phone}}? Или напишите нам,"
            " когда вам удобно: {{own.email}}.",
        ),
        "tr": _text(
            "Bizi tanıyın", _TR,
            "Biz {{#own.city}}{{own.city}} merkezli {{/own.city}}{{own.name}} olarak kendimizi tanıtmak isteriz.",
            "<b>Ne yapıyoruz</b>",
            "Ne sunduğunuzu ve ne işe yaradığını burada iki üç cümleyle yazın.",
            "Gelecek hafta sizi{{#phone}} {{phone}} numarasından{{/phone}} arayabilir miyiz? Dilediğiniz zaman"
            " {{own.email}} adresine de yazabilirsiniz.",
        ),
    }),
    "reminder": Stock(mark("Reminder"), {
        "en": _text(
            "A friendly reminder", _EN,
            "Perhaps our invoice was overlooked among everything else: we have not seen a payment yet.",
            "Please have a look and pay what is open within the next ten days. If the payment is on its way, take this"
            " letter as done, with our thanks.",
            "Questions? Call us: {{own.phone}}.",
        ),
        "pt-BR": _text(
            "Lembrete amigável", _PT,
            "Talvez a nossa fatura tenha passado despercebida: ainda não identificamos o pagamento.",
            "Pedimos que verifique e pague o valor em aberto nos próximos dez dias. Se o pagamento já foi feito,"
            " desconsidere esta carta e receba o nosso agradecimento.",
            "Dúvidas? Ligue para nós: {{own.phone}}.",
        ),
        "ru": _text(
            "Напоминание", _RU,
            "Возможно, наш счёт остался незамеченным: оплата пока не поступила.",
            "Пожалуйста, проверьте и оплатите счёт в течение десяти дней. Если оплата уже отправлена, благодарим вас и"
            " просим считать это письмо недействительным.",
            "Вопросы? Позвоните нам: {{own.phone}}.",
        ),
        "tr": _text(
            "Hatırlatma", _TR,
            "Faturamız gözden kaçmış olabilir: ödemenizi henüz göremedik.",
            "Lütfen kontrol edip açık tutarı on gün içinde ödeyin. Ödeme yapıldıysa bu mektubu dikkate almayın;"
            " teşekkür ederiz.",
            "Sorularınız için: {{own.phone}}.",
        ),
    }),
    "christmas": Stock(mark("Christmas greeting"), {
        "en": _text(
            "", "Merry Christmas, and all the best for the new year,",
            "A year goes by quickly when the work is good. Thank you for being a part of ours.",
            "We wish you{{#company}} and everybody at {{company}}{{/company}} peaceful days, time for those you love,"
            " and a new year that brings what you hope for.",
        ),
        "pt-BR": _text(
            "", "Feliz Natal e um próspero ano novo,",
            "Um ano passa depressa quando o trabalho é bom. Obrigado por fazer parte do nosso.",
            "Desejamos a você{{#company}} e a toda a equipe de {{company}}{{/company}} dias de paz, tempo para quem"
            " você ama e um ano novo que traga o que espera.",
        ),
        "ru": _text(
            "", "С наилучшими пожеланиями в новом году,",
            "Год проходит быстро, когда работа в радость. Спасибо, что были с нами.",
            "Желаем вам{{#company}} и всем в «{{company}}»{{/company}} спокойных праздников, времени для близких и"
            " нового года, который принесёт то, чего вы ждёте.",
        ),
        "tr": _text(
            "", "Mutlu yıllar dileriz,",
            "İş güzel olunca yıl çabuk geçiyor. Yılımızın bir parçası olduğunuz için teşekkür ederiz.",
            "Size{{#company}} ve {{company}} ekibine{{/company}} huzurlu günler, sevdiklerinizle geçirecek zaman ve"
            " beklediklerinizi getiren bir yeni yıl dileriz.",
        ),
    }),
}  # fmt: skip
